# Units.
