"""Trade data to elasticities, agreement effects and the trade that measures destroyed."""
