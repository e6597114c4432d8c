from app.gui.shell.feature import Feature


def test_a_feature_knows_the_video_under_review_and_offers_nothing_by_itself() -> None:
    feature: Feature[str] = Feature()

    feature.enter("final")
    assert feature._session == "final"

    feature.leave()
    feature.close()
    assert feature._session is None
    assert feature.commands() == {}
