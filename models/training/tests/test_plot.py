"""Tests of the learning curves."""

import argparse
import contextlib
import io
import tempfile
import unittest
from pathlib import Path

import cv2
import numpy as np

from posestream_training import RecipeError, plot

# as the image recipes and the lifters write them; killed in the middle of a line, and resumed at step 150
LOG = """\
10:00:00 posestream-pose step 100 size (96, 128) loss 0.50000 rate 1.00e-03 50/s done 0.100
10:00:20 posestream-pose step 200 size (96, 128) loss 0.40000 rate 1.00e-03 50/s done 0.200
10:00:30 posestream-pose validation {'oks': 0.5, 'people': 7, 'photos': {'ap50': 0.25, 'threshold': 0.4}}
10:00:40 posestream-pose step 300 size (96, 1
10:05:00 posestream-pose resumed at step 150
10:05:20 posestream-pose step 200 size (96, 128) loss 0.30000 rate 1.00e-03 50/s done 0.200
10:05:30 posestream-pose validation {'oks': 0.75, 'people': 7, 'photos': {'ap50': 0.5, 'threshold': 0.4}}
10:05:40 lifter step 250 seconds 60 loss 91.2 {"exact": {"mpjpeMm": 40.5, "paMpjpeMm": 30.0}}
"""


class PlotTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.log = self.folder / "posestream-pose.log"
        self.log.write_text(LOG)

    def test_curves_hold_loss_and_figures_and_the_later_of_what_was_done_twice(self):
        curves = {name: points.tolist() for name, points in plot.read_log(self.log).items()}
        self.assertEqual(curves, {"loss": [[100, 0.5], [200, 0.3], [250, 91.2]], "oks": [[200, 0.75]],
                                  "photos ap50": [[200, 0.5]], "exact mpjpeMm": [[250, 40.5]], "exact paMpjpeMm": [[250, 30]]})

    def test_table_gives_back_the_curves(self):
        plot.draw(self.log, self.folder / "posestream-pose.png")
        expected, found = plot.read_log(self.log), plot.read_table(self.folder / "posestream-pose.csv")
        self.assertEqual(list(found), list(expected))
        for name, points in expected.items():
            np.testing.assert_allclose(found[name], points)

    def test_long_loss_is_thinned_to_means(self):
        losses = np.stack([np.arange(1, 1001), np.tile([1.0, 3.0], 500)], 1)
        plot.write_table({"loss": losses}, self.folder / "a.csv")
        found = plot.read_table(self.folder / "a.csv")["loss"]
        self.assertLessEqual(len(found), plot.MOST_LOSSES)
        self.assertEqual(found[-1, 0], 1000)
        self.assertAlmostEqual(found[:, 1].mean(), 2, delta=0.05)

    def test_line_of_a_panel_lies_where_its_values_are(self):
        image = plot.panel({"oks": np.array([[0, 0.2], [1000, 0.8]])}, 1000, False, "t")
        blue = (image == plot.COLOURS[0]).all(2)
        plotted = blue[:, plot.LEFT - 5:plot.WIDTH - plot.RIGHT + 5]
        columns = np.flatnonzero(plotted.any(0)) + plot.LEFT - 5
        self.assertLess(abs(columns[0] - plot.LEFT), 6)
        self.assertLess(abs(columns[-1] - (plot.WIDTH - plot.RIGHT)), 6)
        first, last = (np.flatnonzero(blue[:, column]).mean() for column in (plot.LEFT, plot.WIDTH - plot.RIGHT))
        self.assertLess(abs(first - (plot.PANEL_HEIGHT - plot.BOTTOM)), 4)
        self.assertLess(abs(last - plot.TOP), 4)

    def test_command_draws_logs_and_tables(self):
        (self.folder / "kept.csv").write_text("step,figure,value\n0,loss,2\n10,loss,1\n")
        with contextlib.redirect_stdout(io.StringIO()):
            plot.run(argparse.Namespace(work=self.folder))
        for name, panels in (("posestream-pose", 3), ("kept", 1)):
            image = cv2.imread(str(self.folder / f"{name}.png"))
            self.assertEqual(image.shape, (panels * plot.PANEL_HEIGHT, plot.WIDTH, 3))

    def test_empty_folder_and_strange_table_are_told(self):
        with self.assertRaisesRegex(RecipeError, "holds neither a .log nor a .csv file"):
            plot.run(argparse.Namespace(work=self.folder / "nowhere"))
        (self.folder / "kept.csv").write_text("a,b\n1,2\n")
        with self.assertRaisesRegex(RecipeError, "kept.csv must be a table with the columns step, figure and value"):
            plot.read_table(self.folder / "kept.csv")


if __name__ == "__main__":
    unittest.main()
