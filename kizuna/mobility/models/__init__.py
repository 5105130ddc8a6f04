"""The tables of mobility, one file per aggregate."""

from kizuna.mobility.models.columns import Column, ColumnMap, Told
from kizuna.mobility.models.flow import Category, Direction, Flow, Level, Mode, Stock
from kizuna.mobility.models.stay import Stay, Weight

__all__ = [
    "Category",
    "Column",
    "ColumnMap",
    "Direction",
    "Flow",
    "Level",
    "Mode",
    "Stay",
    "Stock",
    "Told",
    "Weight",
]
