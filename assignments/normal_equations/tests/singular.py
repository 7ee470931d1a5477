from otter.test_files import test_case

OK_FORMAT = False

name = "singular"
points = None

@test_case(points=None, hidden=False)
def test_singular(env):
    try:
        from autograder.otter.checks import check_part
    except ImportError as error:
        how = 'run `pip install -r requirements.txt` in the folder of the handout, and restart the kernel'
        raise ImportError(f'{error}: {how}') from None
    check_part('normal_equations', 'singular', env)
