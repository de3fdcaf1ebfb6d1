"""No files import each other in a circle; which rooms may know which, import-linter says."""

from graphlib import TopologicalSorter

from grimp import build_graph


def test_no_files_import_each_other_in_a_circle() -> None:
    graph = build_graph("bot", "adapters", cache_dir=None)
    files = {each: graph.find_modules_directly_imported_by(each) for each in graph.modules}
    assert list(TopologicalSorter(files).static_order())  # or it raises a CycleError, which names the circle
