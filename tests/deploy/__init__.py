"""What Versed is put up with: containers, dashboards, alerts, units and charts."""
