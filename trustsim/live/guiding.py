"""A page on a tour: its questions, the worlds that they are about, and the pairs of runs for the verdict."""

from trustsim.live import tours


def ask(desk, at):
    """Ask a question of the tour of the desk's study, of its two worlds."""
    tour = desk.guide.begin(desk.study.name, at)
    desk.begin(desk.study, tour.question.a, tour.question.b)
    worlds_stand(desk, tour)


def worlds_stand(desk, tour):
    """The question is about the worlds that stand once all that was asked so far is done."""
    if tour is not None:
        desk.session.ask(lambda: desk.guide.begun(tour.number, desk.session.version))


def guide(desk, view):
    """The card of the tour; the pairs of runs for its verdict once both worlds are lived to their end."""
    judged, tour = desk.guide.seen(view), desk.guide.tour
    if judged is not None:
        arms = [world.begins for world in view.worlds]
        desk.session.glance(lambda: count(desk, judged.number, arms, desk.session.seed + 1))
    desk.parts["tour"].show({"cards": [tours.card(tour, desk.told, view.playing, view.until)] if tour else []})
    desk.docked(tour)


def count(desk, number, arms, seed):
    """One more pair of runs for the verdict, then the next; on the session's thread, which goes on in between."""
    if desk.guide.counted(number, []) and not desk.session.stopping:
        more = desk.guide.counted(number, [tours.pair(*arms, seed)])
        guide(desk, desk.session.view)
        if more:
            desk.session.glance(lambda: count(desk, number, arms, seed + 1))
