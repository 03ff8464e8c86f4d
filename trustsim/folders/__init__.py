"""What one does with a folder of results: export it, plot it and archive it.

A folder may come from somebody else. It is data: nothing in it is executed, no name in it leads out of it, and whatever
is not as trustsim writes it is one line of BadInput.
"""
