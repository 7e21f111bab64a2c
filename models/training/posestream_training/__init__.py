"""Recipes that made PoseStream's embedded networks: one command a network, seeded and resumable."""


class RecipeError(Exception):
    """Bad input of a recipe; its message is the one line that the user sees."""
