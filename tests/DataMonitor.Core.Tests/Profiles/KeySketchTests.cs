using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using DataMonitor.Core.Profiles;

namespace DataMonitor.Core.Tests.Profiles;

public sealed class KeySketchTests
{
    private static readonly Gen<(int, uint)[]> Minima = Gen.Select(Gen.Int[0, 255], Gen.UInt).Array[0, 400];

    [Fact]
    public void Merge_AnyThree_IsAssociativeCommutativeAndIdempotent() => Gen.Select(Minima, Minima, Minima).Sample((a, b, c) =>
    {
        var (x, y, z) = (KeySketch.Of(a), KeySketch.Of(b), KeySketch.Of(c));

        return x.Merge(y).Merge(z) == x.Merge(y.Merge(z)) && x.Merge(y) == y.Merge(x) && x.Merge(x) == x && x.Merge(KeySketch.Empty) == x;
    });

    [Fact]
    public void Merge_CutAnywhere_EqualsOneScan() => Gen.Select(Minima, Gen.Int[0, 400]).Sample((all, cut) =>
        KeySketch.Of(all.Take(cut)).Merge(KeySketch.Of(all.Skip(cut))) == KeySketch.Of(all));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(300)]
    [InlineData(500)]
    [InlineData(700)]
    [InlineData(5_000)]
    [InlineData(200_000)]
    public void Estimate_KnownNumber_IsWithinThreeErrors(int different)
    {
        var sketch = KeySketch.Of(Enumerable.Range(0, different).Select(Hash));

        sketch.Estimate.ShouldBe(different, tolerance: (3 * KeySketch.StandardError * different) + 1e-9);
    }

    [Fact]
    public void Of_NoSuchRegister_IsRefused() => Should.Throw<ArgumentOutOfRangeException>(() => KeySketch.Of([(256, 0)]));

    private static (int Register, uint Minimum) Hash(int value)
    {
#pragma warning disable CA5351 // the engines hash with MD5; nothing is secured by it
        var hash = MD5.HashData(Encoding.UTF8.GetBytes($"{value}"));
#pragma warning restore CA5351
        return (hash[0], BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(1)));
    }
}
