"""设备预约: the diary of shared equipment and what is done with a booking."""
