namespace DataMonitor.Daemon.Demo;

/// <summary>Deterministic random numbers that are the same on every machine and runtime version (SplitMix64 of Steele, Lea and Flood, 2014).</summary>
internal sealed class Dice(ulong seed)
{
    private ulong state = seed;

    /// <returns>Uniform in [0, 1).</returns>
    public double Roll()
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    /// <returns>Uniform in 0 … <paramref name="sides"/> - 1.</returns>
    public int Roll(int sides) => (int)(Roll() * sides);

    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[Roll(choices.Length)];

    /// <returns>Standard normal, by Box and Muller.</returns>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Roll())) * Math.Cos(2 * Math.PI * Roll());
}
