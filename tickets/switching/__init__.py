"""Taking over what another ticket cog has stored: settings, panels and tickets."""
