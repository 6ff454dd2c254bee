"""One contribution in the languages of its session: by a machine, doubted, put right by people.

versions          a contribution's versions in other languages: asked for, corrected, read
work standing     the queue, done beside the room; how it stands, for the console
translators       the engines, and the only way out to the network; renderings: what they give
apertium apertium_stream    the engine on this machine: its pipes, and text to its format and back
glossary terminology inflections    the terms, and their enforcement in a machine's sentence
doubts            what makes a machine's text doubtful, each with its reason
numbers literals  what has to come back the same: figures, and what is no language
inversions        whether a text says the contrary: stances (the words for it), scopes (what a no
                  denies), doers (who does what to whom)
"""
