"""How a picture lies in a view: pure numbers, so that zooming is tested without a mouse."""

from dataclasses import dataclass, replace

MAX_ZOOM = 40.0


@dataclass(frozen=True, slots=True)
class Viewport:
    """A picture of `width` x `height` pixels in a view, `zoom` view pixels to a picture pixel.

    `centre_x`, `centre_y` is the point of the picture in the middle of the view, measured from the
    picture's top-left edge. Label coordinates are half a pixel less: they count from the centre of
    the top-left pixel.
    """

    view_width: float
    view_height: float
    width: float
    height: float
    zoom: float = 1.0
    centre_x: float = 0.0
    centre_y: float = 0.0

    @property
    def fit_zoom(self) -> float:
        """The zoom at which the whole picture just fits."""
        return min(self.view_width / self.width, self.view_height / self.height)

    @property
    def origin(self) -> tuple[float, float]:
        """Where the top-left edge of the picture is drawn; whole, so that 1:1 stays sharp."""
        return (
            round(self.view_width / 2 - self.centre_x * self.zoom),
            round(self.view_height / 2 - self.centre_y * self.zoom),
        )

    def fitted(self) -> "Viewport":
        """The whole picture, in the middle."""
        return replace(self, zoom=self.fit_zoom, centre_x=self.width / 2, centre_y=self.height / 2)

    def zoomed_to(self, zoom: float, x: float, y: float) -> "Viewport":
        """Zoomed so that what is under view point (x, y) stays there, as far as the edges allow."""
        zoom = min(max(zoom, min(self.fit_zoom, 1.0)), MAX_ZOOM)
        off_x, off_y = x - self.view_width / 2, y - self.view_height / 2
        return replace(
            self,
            zoom=zoom,
            centre_x=self.centre_x + off_x / self.zoom - off_x / zoom,
            centre_y=self.centre_y + off_y / self.zoom - off_y / zoom,
        )._held()

    def showing(self, left: float, top: float, right: float, bottom: float) -> "Viewport":
        """Zoomed so that a box in label coordinates fills the view, in its middle."""
        across, down = max(right - left, 1.0), max(bottom - top, 1.0)
        zoom = min(self.view_width / across, self.view_height / down)
        return replace(
            self,
            zoom=min(max(zoom, self.fit_zoom), MAX_ZOOM),
            centre_x=(left + right) / 2 + 0.5,
            centre_y=(top + bottom) / 2 + 0.5,
        )._held()

    def panned(self, dx: float, dy: float) -> "Viewport":
        """Moved by view pixels, as a hand moves the picture."""
        return replace(
            self,
            centre_x=self.centre_x - dx / self.zoom,
            centre_y=self.centre_y - dy / self.zoom,
        )._held()

    def resized(self, view_width: float, view_height: float) -> "Viewport":
        """The same middle in a view of another size."""
        return replace(self, view_width=view_width, view_height=view_height)._held()

    def to_view(self, x: float, y: float) -> tuple[float, float]:
        """Label coordinates to view coordinates."""
        left, top = self.origin
        return left + (x + 0.5) * self.zoom, top + (y + 0.5) * self.zoom

    def to_label(self, x: float, y: float) -> tuple[float, float]:
        """View coordinates to label coordinates."""
        left, top = self.origin
        return (x - left) / self.zoom - 0.5, (y - top) / self.zoom - 0.5

    def shows(self, x: float, y: float) -> bool:
        """Whether a view point lies on the picture, not on the ground beside it."""
        across, down = self.to_label(x, y)
        return -0.5 <= across < self.width - 0.5 and -0.5 <= down < self.height - 0.5

    def inside(self, x: float, y: float) -> tuple[float, float]:
        """Label coordinates, held inside the picture."""
        return (
            min(max(x, -0.5), self.width - 0.5),
            min(max(y, -0.5), self.height - 0.5),
        )

    def _held(self) -> "Viewport":
        """No empty room at a side while the picture is larger than the view."""
        return replace(
            self,
            centre_x=_held(self.centre_x, self.width, self.view_width / self.zoom),
            centre_y=_held(self.centre_y, self.height, self.view_height / self.zoom),
        )


def _held(centre: float, length: float, shown: float) -> float:
    if shown >= length:
        return length / 2
    return min(max(centre, shown / 2), length - shown / 2)
