"""Makes the shapes model: draws the data, trains, exports to OpenVINO IR and measures."""
