from otter.test_files import test_case

OK_FORMAT = False

name = "fit_line"
points = None

@test_case(points=None, hidden=False)
def test_fit_line(env):
    try:
        from autograder.otter.checks import check_part
    except ImportError as error:
        how = 'install the course as its README.md says, and choose its .venv as the kernel here'
        raise ImportError(f'{error}: {how}') from None
    check_part('training_loop', 'fit_line', env)
