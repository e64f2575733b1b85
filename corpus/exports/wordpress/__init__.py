"""Articles sent to a WordPress over its REST interface, as often as one likes, without doubles."""
