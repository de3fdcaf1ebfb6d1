"""What Versed is deployed with: containers, dashboards, alerts, units and charts."""
