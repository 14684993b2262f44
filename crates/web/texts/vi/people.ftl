# Con người.
