"""How a site is built, told from a bounded polite look at it, and a description proposed for it.

`spider` fetches and notes what each answer shows (`seen`); `survey` counts; `templates` groups the
pages by how they are built; `systems` tells the software by its traces; `guessing` and `proposal`
write the description that a person then corrects.
"""
