"""What every room needs: catalogues, quantities with units and sources, input errors, statistics, compilation."""
