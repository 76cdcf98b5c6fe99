"""The WordPress client: read over the REST API, bounded and resumable; it writes no file of this machine.

- `client.Client`: asks a route (`get`), a page (`page`), several at a time (`map`); hosts, retries, rate, limits.
- `discovery.inspect_site`: REST root, collections, rights of the user, totals, the home page's languages.
- `listings.list_rows`: the sweep of a collection, without texts.
- `posts.fetch_posts`, `posts.find_fate`, `posts.read_revisions`: the posts by id, and what became of one.
- `surveys.survey_site`: all collections swept, in every language that the site lists apart.
- `publishing`: reads a post's state, updates or creates one, and tells conflicts and what was stripped.
- `credentials.find_credentials`: who calque is, from the environment.
- `failures`: OutageError (ask again), RefusedError (with WordPress's code), TooLargeError; all are SourceErrors.
"""
