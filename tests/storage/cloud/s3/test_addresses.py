import unicodedata

import pytest

from storage.cloud.s3.addresses import Address, spellings, split_address


@pytest.mark.parametrize(
    ("url", "place", "name"),
    [
        ("s3://b/a/film.mp4", "s3://b/a", "film.mp4"),
        ("s3://b/film.mp4", "s3://b", "film.mp4"),
        ("s3://b/a/c/", "s3://b/a/c", ""),
        ("s3://b", "s3://b", ""),
        ("s3://b/", "s3://b", ""),
        ("s3://b/a//film.mp4", "s3://b/a", "/film.mp4"),
        ("s3://b//film.mp4", "s3://b", "/film.mp4"),
        ("s3://b/a//", "s3://b/a", "/"),
        ("s3://b/a//c/d/film.mp4", "s3://b/a", "/c/d/film.mp4"),
        ("s3://b/a/../film.mp4", "s3://b/a", "../film.mp4"),
        ("film.mp4", "film.mp4", ""),
    ],
)
def test_an_address_is_a_place_and_a_name(url: str, place: str, name: str) -> None:
    assert split_address(url) == Address(place, name)


@pytest.mark.parametrize(
    ("name", "is_folder", "folder"),
    [
        ("film.mp4", False, ""),
        ("/film.mp4", False, "/"),
        ("/c/film.mp4", False, "/c/"),
        ("/", True, "/"),
        ("", True, ""),
    ],
)
def test_a_folder_ends_in_a_slash(name: str, is_folder: bool, folder: str) -> None:
    address = Address("s3://b", name)

    assert (address.is_folder, address.folder) == (is_folder, folder)


@pytest.mark.parametrize("word", ["Équipe", "Über", "ñandú", "게임", "Ångström"])
def test_letters_are_looked_for_in_both_forms(word: str) -> None:
    forms = {unicodedata.normalize(form, f"s3://b/{word}.mp4") for form in ("NFC", "NFD")}

    for typed in forms:
        assert spellings(typed)[0] == typed
        assert set(spellings(typed)) == forms
    assert spellings("s3://b/plain.mp4") == ("s3://b/plain.mp4",)
