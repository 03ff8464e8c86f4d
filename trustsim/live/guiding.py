"""Run the guided tour of a page: its questions, their worlds, and the pairs of runs for the verdict."""

from trustsim.live import tours


def ask(desk, at):
    """Ask a question from the tour of the desk's study, and start the two worlds of that question."""
    tour = desk.guide.begin(desk.study.name, at)
    desk.begin(desk.study, tour.question.a, tour.question.b)
    worlds_stand(desk, tour)


def worlds_stand(desk, tour):
    """Tie the question to the worlds that exist once all requests so far are done."""
    if tour is not None:
        desk.session.ask(lambda: desk.guide.begun(tour.number, desk.session.version))


def guide(desk, view):
    """Show the card of the tour. Once both worlds have run to their end, start the pairs of runs for its verdict."""
    judged, tour = desk.guide.seen(view), desk.guide.tour
    if judged is not None:
        arms = [world.begins for world in view.worlds]
        desk.session.glance(lambda: count(desk, judged.number, arms, desk.session.seed + 1))
    desk.parts["tour"].show({"cards": [tours.card(tour, desk.told, view.playing, view.until)] if tour else []})
    desk.docked(tour)


def count(desk, number, arms, seed):
    """Run one more pair for the verdict and queue the next one. The session's thread does other work in between."""
    if desk.guide.counted(number, []) and not desk.session.stopping:
        more = desk.guide.counted(number, [tours.pair(*arms, seed)])
        guide(desk, desk.session.view)
        if more:
            desk.session.glance(lambda: count(desk, number, arms, seed + 1))
