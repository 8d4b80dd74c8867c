import bpy
import numpy as np

from expclip.core.take import Take
from expclip.expclip_blender import phone_sheet
from expclip.rigs import arkit


def test_a_tile_for_each_phone_in_the_order_of_reading(tmp_path, monkeypatch):
    monkeypatch.setattr(phone_sheet, "COLUMNS", 2)
    monkeypatch.setattr(phone_sheet, "TILE", 64)
    weights = np.zeros((30, arkit.COUNT), np.float32)
    weights[10:20, arkit.INDEX["jawOpen"]] = 1.0
    phones = [
        {"phone": "sil", "start": 0.0, "end": 0.3},
        {"phone": "aa", "start": 0.34, "end": 0.66},
        {"phone": "sil", "start": 0.68, "end": 1.0},
    ]
    phone_sheet.write(Take(weights, 30.0), phones, tmp_path / "sheet.png")
    image = bpy.data.images.load(str(tmp_path / "sheet.png"))
    assert tuple(image.size) == (128, 128)
    pixels = np.array(image.pixels[:]).reshape(128, 128, 4)[::-1, :, :3]
    shut, open_, again = pixels[:50, :64], pixels[:50, 64:], pixels[64:114, :64]
    assert np.abs(shut - open_).max() > 0.2
    assert np.abs(shut - again).max() < 0.05
