import pytest

from widgets.picture.viewport import MAX_ZOOM, Viewport

FITTED = Viewport(960, 540, 640, 360).fitted()


def test_a_fitted_picture_fills_the_view() -> None:
    assert FITTED.to_view(-0.5, -0.5) == (0, 0)
    assert FITTED.to_view(639.5, 359.5) == (960, 540)


def test_a_tall_picture_is_centred() -> None:
    tall = Viewport(960, 540, 180, 360).fitted()

    assert tall.zoom == 1.5
    assert tall.origin == (345, 0)


def test_the_centre_of_the_first_pixel_is_the_origin_of_labels() -> None:
    view = Viewport(640, 360, 640, 360).fitted()

    assert view.to_view(0, 0) == (0.5, 0.5)
    assert view.to_label(0.5, 0.5) == (0, 0)


@pytest.mark.parametrize("at", [(480, 270), (100, 500), (959, 0)])
def test_zooming_keeps_what_is_under_the_pointer(at: tuple[float, float]) -> None:
    before = FITTED.to_label(*at)

    after = FITTED.zoomed_to(6, *at).to_label(*at)

    assert after == pytest.approx(before, abs=0.2)


@pytest.mark.parametrize(("asked", "got"), [(1000, MAX_ZOOM), (0.001, 1.0)])
def test_zoom_has_limits(asked: float, got: float) -> None:
    assert FITTED.zoomed_to(asked, 480, 270).zoom == got


def test_a_large_picture_can_be_seen_whole() -> None:
    large = Viewport(960, 540, 3840, 2160).fitted()

    assert large.zoomed_to(0.01, 0, 0).zoom == 0.25


def test_panning_stops_at_the_edges() -> None:
    zoomed = FITTED.zoomed_to(3, 480, 270)

    assert zoomed.panned(10_000, 10_000).to_view(-0.5, -0.5) == (0, 0)
    assert zoomed.panned(-10_000, -10_000).to_view(639.5, 359.5) == (960, 540)


def test_label_coordinates_are_held_inside_the_picture() -> None:
    assert FITTED.inside(-3, 400) == (-0.5, 359.5)


def test_a_resized_view_keeps_its_middle() -> None:
    zoomed = FITTED.zoomed_to(4, 480, 270)

    assert zoomed.resized(400, 300).to_label(200, 150) == pytest.approx((319.5, 179.5))
