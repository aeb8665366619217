namespace KeyRotation.Soak.Measures;

/// <summary>What was measured again and again, in seconds.</summary>
internal sealed class Figures(string name)
{
    private readonly List<double> _seconds = [];

    public void Add(TimeSpan measured)
    {
        _seconds.Add(measured.TotalSeconds);
        Console.WriteLine($"{name}: {measured.TotalSeconds:0.000} s");
    }

    public override string ToString()
    {
        var sorted = _seconds.Order().ToArray();
        return $"{name}: n {sorted.Length}, p50 {At(sorted, 0.50):0.00} s, p99 {At(sorted, 0.99):0.00} s, longest {sorted[^1]:0.00} s";
    }

    /// <summary>The smallest that so many are not above.</summary>
    internal static double At(double[] sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
}
