using Boom.Core.Bson;
using Boom.Inference;
using Boom.Inference.Inputs;
using Boom.Tests.Core.Fits;
using Xunit;

namespace Boom.Tests.Inference;

public sealed class StampTensorTests
{
    [Fact]
    public void Fill_ThreeChannels_ChannelsAreLastInKerasOrder()
    {
        using var stamps = Stamps(2, StampLayout.Nhwc, StampNorm.None, "a", "b");

        Assert.Null(stamps.Fill(Cutouts(("a", Image(2, 2, 1, 2, 3, 4)), ("b", Image(2, 2, 5, 6, 7, 8)))));

        Assert.Equal([1, 5, 2, 6, 3, 7, 4, 8], stamps.Values.ToArray());
    }

    [Fact]
    public void Fill_ThreeChannels_ChannelsAreFirstInPyTorchOrder()
    {
        using var stamps = Stamps(2, StampLayout.Nchw, StampNorm.None, "a", "b");

        Assert.Null(stamps.Fill(Cutouts(("a", Image(2, 2, 1, 2, 3, 4)), ("b", Image(2, 2, 5, 6, 7, 8)))));

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], stamps.Values.ToArray());
    }

    [Fact]
    public void Fill_SmallerCutout_IsPaddedRoundTheCentreWithTheOddPixelBefore()
    {
        using var stamps = Stamps(4, StampLayout.Nhwc, StampNorm.None, "a");

        Assert.Null(stamps.Fill(Cutouts(("a", Image(1, 2, 1, 2)))));

        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0], stamps.Values.ToArray());
    }

    [Fact]
    public void Fill_LargerCutout_IsCroppedRoundTheCentre()
    {
        using var stamps = Stamps(2, StampLayout.Nhwc, StampNorm.None, "a");

        Assert.Null(stamps.Fill(Cutouts(("a", Image(4, 4, [.. Enumerable.Range(0, 16).Select(i => (float)i)])))));

        Assert.Equal([5, 6, 9, 10], stamps.Values.ToArray());
    }

    [Fact]
    public void Fill_OneSideLargerOneSmaller_EachSideByItself()
    {
        using var stamps = Stamps(3, StampLayout.Nhwc, StampNorm.None, "a");

        Assert.Null(stamps.Fill(Cutouts(("a", Image(5, 1, 1, 2, 3, 4, 5)))));

        Assert.Equal([0, 0, 0, 2, 3, 4, 0, 0, 0], stamps.Values.ToArray());
    }

    [Fact]
    public void Fill_L2_TheSquaresAddUpToOne()
    {
        using var stamps = Stamps(2, StampLayout.Nhwc, StampNorm.L2, "a");

        Assert.Null(stamps.Fill(Cutouts(("a", Image(2, 2, 3, 0, 0, 4)))));

        Assert.Equal([0.6f, 0, 0, 0.8f], stamps.Values.ToArray());
    }

    [Fact]
    public void Fill_NaN_IsZero()
    {
        using var stamps = Stamps(2, StampLayout.Nhwc, StampNorm.L2, "a");

        Assert.Null(stamps.Fill(Cutouts(("a", Image(2, 2, float.NaN, 0, 0, 4)))));

        Assert.Equal([0, 0, 0, 1], stamps.Values.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(float.NaN)]
    public void Fill_NothingButZero_StaysZero(float value)
    {
        using var stamps = Stamps(1, StampLayout.Nhwc, StampNorm.L2, "a");

        Assert.Null(stamps.Fill(Cutouts(("a", Image(1, 1, value)))));

        Assert.Equal([0], stamps.Values.ToArray());
    }

    [Fact]
    public void Fill_Infinite_NoNumberIsNaN()
    {
        using var stamps = Stamps(2, StampLayout.Nhwc, StampNorm.L2, "a");

        Assert.Null(stamps.Fill(Cutouts(("a", Image(2, 2, float.PositiveInfinity, float.NegativeInfinity, 1, float.PositiveInfinity)))));

        Assert.DoesNotContain(stamps.Values.ToArray(), value => !float.IsFinite(value));
    }

    [Fact]
    public void Fill_AnotherAlertAfterALargerOne_HoldsNothingOfTheOneBefore()
    {
        using var stamps = Stamps(2, StampLayout.Nhwc, StampNorm.None, "a");
        Assert.Null(stamps.Fill(Cutouts(("a", Image(2, 2, 1, 2, 3, 4)))));

        stamps.Begin();
        Assert.Null(stamps.Fill(Cutouts(("a", Image(1, 1, 9)))));

        Assert.Equal([0, 0, 0, 9], stamps.Values.ToArray());
    }

    public static TheoryData<string, byte[]> Unreadable => new()
    {
        { "empty", [] },
        { "no gzip and no FITS", "an image"u8.ToArray() },
        { "truncated gzip", FitsBytes.Gzip(Image(2, 2, 1, 2, 3, 4))[..50] },
        { "NAXIS 0", FitsBytes.Header(FitsBytes.Card("SIMPLE", "T"), FitsBytes.Card("BITPIX", 8), FitsBytes.Card("NAXIS", 0)) },
        { "too short", Image(2, 2, 1, 2, 3, 4)[..2890] },
        {
            "tile-compressed",
            [
                .. FitsBytes.Header(FitsBytes.Card("SIMPLE", "T"), FitsBytes.Card("BITPIX", 8), FitsBytes.Card("NAXIS", 0)),
                .. FitsBytes.Header(
                    "XTENSION= 'BINTABLE'", FitsBytes.Card("BITPIX", 8), FitsBytes.Card("NAXIS", 2), FitsBytes.Card("NAXIS1", 8), FitsBytes.Card("NAXIS2", 1),
                    FitsBytes.Card("PCOUNT", 0), FitsBytes.Card("GCOUNT", 1), FitsBytes.Card("ZIMAGE", "T")),
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void Fill_CutoutThatIsNoImage_TellsItsName(string what, byte[] cutout)
    {
        using var stamps = Stamps(2, StampLayout.Nhwc, StampNorm.L2, "a", "b");

        var problem = stamps.Fill(Cutouts(("a", Image(2, 2, 1, 2, 3, 4)), ("b", cutout)));

        Assert.True(problem?.StartsWith("stamp: b: ", StringComparison.Ordinal), $"{what}: {problem}");
    }

    [Fact]
    public void Fill_TileCompressed_SaysSo()
    {
        using var stamps = Stamps(2, StampLayout.Nhwc, StampNorm.L2, "a");

        Assert.Contains("tile-compressed", stamps.Fill(Cutouts(("a", (byte[])Unreadable.Last().Data.Item2))), StringComparison.Ordinal);
    }

    [Fact]
    public void Fill_CutoutIsNotThere_IsMissing()
    {
        using var stamps = Stamps(2, StampLayout.Nhwc, StampNorm.L2, "a", "b");

        Assert.Equal("stamp: b: it is missing", stamps.Fill(Cutouts(("a", Image(2, 2, 1, 2, 3, 4)))));
    }

    [Fact]
    public void Fill_AlertWithoutCutouts_SaysSo()
    {
        using var stamps = Stamps(2, StampLayout.Nhwc, StampNorm.L2, "a");

        Assert.Equal("no cutouts", stamps.Fill(new AlertInputs(default, default, ReadOnlyMemory<byte>.Empty)));
    }

    [Fact]
    public void Fill_CutoutsThatAreNoDocument_AreDamaged()
    {
        using var stamps = Stamps(2, StampLayout.Nhwc, StampNorm.L2, "a");

        Assert.Equal("stamp: the cutouts are damaged in the store", stamps.Fill(new AlertInputs(default, default, new byte[] { 9, 0, 0, 0, 2 })));
    }

    static StampTensor Stamps(int size, StampLayout layout, StampNorm norm, params string[] names) =>
        new(new ModelInput { Stamps = [.. names], Size = size, Layout = layout, Normalise = norm });

    static byte[] Image(int width, int height, params float[] pixels) => FitsBytes.Image(-32, width, height, FitsBytes.Floats(pixels));

    static AlertInputs Cutouts(params (string Name, byte[] Image)[] cutouts)
    {
        using var writer = new BsonWriter();
        writer.BeginRoot();
        foreach (var (name, image) in cutouts)
            writer.Binary(System.Text.Encoding.UTF8.GetBytes(name), image);
        return new AlertInputs(default, default, writer.EndRoot().ToArray());
    }
}
