using DataMonitor.Core.Metrics;

namespace DataMonitor.Core.Profiles;

/// <summary>Estimates how many different values were seen, in 1 KB, whatever their number; parts merge to what one scan gives.</summary>
/// <remarks>
/// MinCount with stochastic averaging (Lumbroso 2010, "An optimal cardinality estimation algorithm based on order statistics"): a hash sends a value to one of
/// <see cref="Registers"/>, each of which keeps its least hash. The relative standard error is <see cref="StandardError"/>. While many registers are empty, their
/// number tells more (linear counting, Whang 1990), with an error no larger.
/// </remarks>
/// <param name="Minima">The least hash of each register, 32 bits little-endian, as Base64; an empty register holds the largest number.</param>
public sealed record KeySketch(string Minima) : IMetricState<KeySketch>
{
    /// <summary>One for each value of the first two hexadecimal digits of a hash.</summary>
    public const int Registers = 256;

    /// <summary>Two thirds of all estimates are off by less than this share: 1/√(<see cref="Registers"/> − 2).</summary>
    public const double StandardError = 0.0627;

    /// <summary>With more empty registers than this (two values a register on average), they are counted.</summary>
    private const double ManyEmpty = Registers * 0.1353;

    public static KeySketch Empty { get; } = Of([]);

    /// <returns>About how many different values; 0 for none.</returns>
    public double Estimate
    {
        get
        {
            var minima = Read();
            var empty = minima.Count(minimum => minimum == uint.MaxValue);
            return empty > ManyEmpty
                ? Registers * Math.Log((double)Registers / empty)
                : Registers * (Registers - 1d) / minima.Sum(minimum => (minimum + 1d) / 4_294_967_296d);
        }
    }

    /// <param name="minima">Registers that saw a value, from 0, and the least 32 bits that follow the register's digits in the hash.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such register.</exception>
    public static KeySketch Of(IEnumerable<(int Register, uint Minimum)> minima)
    {
        var all = new uint[Registers];
        Array.Fill(all, uint.MaxValue);
        foreach (var (register, minimum) in minima)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(register, nameof(minima));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(register, Registers, nameof(minima));
            all[register] = Math.Min(all[register], minimum);
        }

        return Write(all);
    }

    public KeySketch Merge(KeySketch other) => Write([.. Read().Zip(other.Read(), Math.Min)]);

    private static KeySketch Write(uint[] minima)
    {
        var bytes = new byte[minima.Length * sizeof(uint)];
        for (var register = 0; register < minima.Length; register++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(register * sizeof(uint)), minima[register]);
        }

        return new(Convert.ToBase64String(bytes));
    }

    private uint[] Read()
    {
        var bytes = Convert.FromBase64String(Minima);
        return [.. bytes.Chunk(sizeof(uint)).Select(word => System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(word))];
    }
}
