using KeyRotation.Migration;

namespace KeyRotation.Specs.Migration;

/// <summary>Rows of their own for each case, and what of them was put into quarantine.</summary>
internal abstract class ResealFixture
{
    private protected Rows _rows = null!;
    private protected List<QuarantinedCell> _quarantined = null!;

    [SetUp]
    public void MakeRows()
    {
        _rows = new Rows();
        _quarantined = [];
    }

    [TearDown]
    public void DropRows() => _rows.Dispose();
}
