using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Storage.Ledger;
using CsCheck;
using Xunit;

namespace Boom.Tests.Storage.Ledger;

public sealed class LedgerRangeCodeTests
{
    [Fact]
    public void Decode_WhatWasEncoded_IsTheSame()
        => Gen.Select(Gen.Int[0, 1], Gen.Int[1, 300], Gen.Int[0, 5]).Array[0, 50].Sample(
            runs =>
            {
                var ranges = new List<LedgerRange>();
                var next = 1_000_000_007L;
                foreach (var (gap, length, outcome) in runs)
                {
                    next += gap * 1000L;
                    ranges.Add(new(next, next + length - 1, (PacketOutcome)outcome));
                    next += length;
                }

                Assert.Equal(ranges, LedgerRangeCode.Decode(LedgerRangeCode.Encode(ranges)));
            },
            iter: 300,
            threads: 1,
            seed: "0001bOsZ7mAl");

    [Fact]
    public void Encode_HugeSpans_RoundTrip()
    {
        LedgerRange[] ranges = [new(0, 1L << 58, PacketOutcome.Expired), new((1L << 58) + 2, (1L << 58) + 2, PacketOutcome.Stored)];
        Assert.Equal(ranges, LedgerRangeCode.Decode(LedgerRangeCode.Encode(ranges)));
    }

    [Fact]
    public void Encode_AlternatingOffsets_TakesTwoBytesARange()
    {
        var ranges = Enumerable.Range(0, 10_000).Select(i => new LedgerRange(2 * i, 2 * i, PacketOutcome.Stored)).ToList();
        Assert.InRange(LedgerRangeCode.Encode(ranges).Length, 10_000, 20_010);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0x80 })]
    [InlineData(new byte[] { 0, 0x0E })]
    [InlineData(new byte[] { 0, 0x00 })]
    public void Decode_Damage_IsTold(byte[] bytes) => Assert.Throws<PermanentFaultException>(() => LedgerRangeCode.Decode(bytes));
}
