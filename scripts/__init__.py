"""What ``make`` runs beside the product: the demo and the pictures."""
