using System.Buffers;
using Boom.Core.Alerts;
using CsCheck;
using Xunit;

namespace Boom.Tests.Core.Alerts;

public sealed class PacketArenaTests
{
    [Fact]
    public void Add_ManyPieces_EachStaysAsItWas() => Gen.Int[0, 3_000_000].Array[1, 12].Sample(lengths =>
    {
        using var arena = new PacketArena();
        var pieces = lengths.Select((length, number) => Enumerable.Repeat((byte)number, length).ToArray()).ToArray();
        var copies = pieces.Select(piece => arena.Add(piece.AsSpan(0, piece.Length / 3), piece.AsSpan(piece.Length / 3))).ToArray();
        return pieces.Zip(copies).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second.Span));
    }, iter: 20);

    [Fact]
    public void Clear_FilledAgain_UsesTheSameMemory()
    {
        using var arena = new PacketArena();
        ReadOnlySpan<byte> packet = new byte[1000];
        arena.Add(packet);
        arena.Clear();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 10; i++)
        {
            arena.Add(packet);
            arena.Clear();
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    [Fact]
    public void Dispose_ArenaOfACallThatFailed_GivesAllBack()
    {
        var pool = new CountingPool();
        using (var arena = new PacketArena(pool))
        {
            arena.Add(new byte[3 << 20]);
            arena.Add(new byte[100]);
            Assert.Equal(2, pool.Out);
        }

        Assert.Equal(0, pool.Out);
    }

    sealed class CountingPool : ArrayPool<byte>
    {
        public int Out { get; private set; }

        public override byte[] Rent(int minimumLength)
        {
            Out++;
            return new byte[minimumLength];
        }

        public override void Return(byte[] array, bool clearArray = false) => Out--;
    }
}
