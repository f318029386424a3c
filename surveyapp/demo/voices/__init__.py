"""What the members of the sample society say in their own words; every word and every person is invented."""
