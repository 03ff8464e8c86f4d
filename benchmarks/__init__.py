"""The same work done by trustsim and by what a user would pick instead: is it the same, and how much faster is it?"""
