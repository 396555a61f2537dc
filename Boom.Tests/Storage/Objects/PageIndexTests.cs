using Boom.Core.Bson;
using Boom.Storage.Objects;
using CsCheck;
using Xunit;

namespace Boom.Tests.Storage.Objects;

public sealed class PageIndexTests
{
    static readonly Gen<double[]> Jds = Gen.Double[2415020.5, 2524593.5].Array[1, 60].Select(jds => jds.Distinct().Order().ToArray());

    [Fact]
    public void Read_WhatWasPacked_KnowsEachTimeExactly()
        => Gen.Select(Jds.Array[0, 6], Gen.Double[2415020.5, 2524593.5]).Sample((pages, other) =>
        {
            var index = new PageIndex();
            for (var i = 0; i < pages.Length; i++)
                index.Add((UInt128)i, pages[i]);
            var read = new PageIndex();
            read.Read(index.Pack());

            Assert.Equal(pages.Length, read.Count);
            Assert.Equal(index.Pack(), read.Pack());
            for (var i = 0; i < pages.Length; i++)
            {
                foreach (var jd in pages[i])
                    Assert.Contains(jd, pages[read.Find(jd)]);
            }

            Assert.Equal(pages.Any(page => page.Contains(other)), read.Find(other) >= 0);
            Assert.Equal(-1, read.Find(double.NaN));
        });

    [Fact]
    public void Pack_NegativeAndSmallNumbers_KeepTheirOrder()
    {
        double[] jds = [double.MinValue, -1.5, -0.0, double.Epsilon, 1, double.MaxValue];
        var index = new PageIndex();
        index.Add(7, jds);
        var read = new PageIndex();
        read.Read(index.Pack());
        Assert.All(jds, jd => Assert.Equal(0, read.Find(jd)));
    }

    [Fact]
    public void Pack_NightsOfASurvey_CostFiveBytesEach()
    {
        var index = new PageIndex();
        index.Add(1, [.. Enumerable.Range(0, 1000).Select(i => 2460000.5 + (i * 1.37))]);
        Assert.InRange(index.Pack().Length, 1000, 5100);
    }

    [Fact]
    public void Read_AnyBytes_IsDamageOrAnIndex()
        => Gen.Byte.Array[0, 200].Sample(bytes =>
        {
            try
            {
                new PageIndex().Read(bytes);
            }
            catch (BsonFormatException)
            {
            }
        });
}
