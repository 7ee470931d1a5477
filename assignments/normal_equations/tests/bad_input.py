from otter.test_files import test_case

OK_FORMAT = False

name = "bad_input"
points = None

@test_case(points=None, hidden=False)
def test_bad_input(env):
    try:
        from autograder.otter.checks import check_part
    except ImportError as error:
        how = 'install the course as its README.md says, and choose its .venv as the kernel here'
        raise ImportError(f'{error}: {how}') from None
    check_part('normal_equations', 'bad_input', env)
