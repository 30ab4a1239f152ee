"""The kinds of charts the book uses, each one call on a tidy frame.

A kind takes a frame as the data room returns it, columns by name or as `measure`, `category` and
`time` describe them, and gives a `Drawing`. `Chapter` publishes it under the kind's name.
"""
