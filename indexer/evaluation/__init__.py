"""How good the answers are: a collection of documents, requests and judgements, measured."""
