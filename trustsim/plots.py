def draw(replayed, folder):
    return []
