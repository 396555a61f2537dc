using Boom.Core.Fits;
using CsCheck;
using Xunit;

namespace Boom.Tests.Core.Fits;

public sealed class FitsReaderTests
{
    [Fact]
    public void Read_FloatImage_KeepsRowOrderAndNaN()
    {
        var file = FitsBytes.Image(-32, 3, 2, FitsBytes.Floats(1, 2, 3, float.NaN, 5, -6.5f));

        var image = FitsReader.Read(file);

        Assert.Equal((3, 2), (image.Width, image.Height));
        Assert.Equal([1, 2, 3, float.NaN, 5, -6.5f], image.Pixels);
        Assert.Equal(5, image[1, 1]);
    }

    [Fact]
    public void Read_GzippedImage_IsInflated()
    {
        var file = FitsBytes.Gzip(FitsBytes.Image(-32, 2, 1, FitsBytes.Floats(7, 8)));

        Assert.Equal([7, 8], FitsReader.Read(file).Pixels);
    }

    [Theory]
    [InlineData(8, new byte[] { 200, 1 }, 200, 1)]
    [InlineData(16, new byte[] { 0xFF, 0xFE, 0, 3 }, -2, 3)]
    [InlineData(32, new byte[] { 0xFF, 0xFF, 0xFF, 0xFE, 0, 1, 0, 0 }, -2, 65536)]
    [InlineData(64, new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0, 0, 0, 0, 0, 0, 0, 9 }, -2, 9)]
    [InlineData(-64, new byte[] { 0xBF, 0xF0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0 }, -1, 2)]
    public void Read_EveryPixelType_GivesItsValues(int bitpix, byte[] data, float first, float second) =>
        Assert.Equal([first, second], FitsReader.Read(FitsBytes.Image(bitpix, 2, 1, data)).Pixels);

    [Fact]
    public void Read_ScaledIntegers_AppliesScaleZeroAndBlank()
    {
        var file = FitsBytes.Image(16, 3, 1, [0, 1, 0, 10, 0x80, 0],
            FitsBytes.Card("BSCALE", "2.5D0"), FitsBytes.Card("BZERO", 100), FitsBytes.Card("BLANK", -32768));

        Assert.Equal([102.5f, 125f, float.NaN], FitsReader.Read(file).Pixels);
    }

    [Fact]
    public void Read_HeaderOfSeveralBlocks_FindsTheData()
    {
        var comments = Enumerable.Range(0, 100).Select(i => $"COMMENT line {i}").ToArray();

        Assert.Equal([4], FitsReader.Read(FitsBytes.Image(-32, 1, 1, FitsBytes.Floats(4), comments)).Pixels);
    }

    [Fact]
    public void Read_ImageInExtension_SkipsTheEmptyPrimary()
    {
        byte[] file =
        [
            .. FitsBytes.Header(FitsBytes.Card("SIMPLE", "T"), FitsBytes.Card("BITPIX", 8), FitsBytes.Card("NAXIS", 0)),
            .. FitsBytes.Header("XTENSION= 'IMAGE   '", FitsBytes.Card("BITPIX", -32), FitsBytes.Card("NAXIS", 2),
                FitsBytes.Card("NAXIS1", 1), FitsBytes.Card("NAXIS2", 1), FitsBytes.Card("PCOUNT", 0), FitsBytes.Card("GCOUNT", 1)),
            .. FitsBytes.Padded(FitsBytes.Floats(3)),
        ];

        Assert.Equal([3], FitsReader.Read(file).Pixels);
    }

    public static TheoryData<string, byte[]> Malformed => new()
    {
        { "empty", [] },
        { "not FITS", "hello, this is a text file"u8.ToArray() },
        { "no END", FitsBytes.Header(FitsBytes.Card("SIMPLE", "T"))[..2000] },
        { "endless header", [.. FitsBytes.Header(FitsBytes.Card("SIMPLE", "T"))[..80], .. Enumerable.Repeat((byte)' ', 2880 * 401)] },
        { "truncated data", FitsBytes.Image(-32, 63, 63, FitsBytes.Floats(1))[..5760] },
        { "huge axes", FitsBytes.Image(-32, 2_000_000_000, 2_000_000_000, []) },
        { "negative axis", FitsBytes.Image(-32, -1, 63, []) },
        { "zero axis", FitsBytes.Image(-32, 0, 63, []) },
        { "bad BITPIX", FitsBytes.Image(24, 1, 1, [0]) },
        { "no NAXIS", FitsBytes.Header(FitsBytes.Card("SIMPLE", "T"), FitsBytes.Card("BITPIX", 8)) },
        { "NAXIS not a number", FitsBytes.Header(FitsBytes.Card("SIMPLE", "T"), FitsBytes.Card("BITPIX", 8), FitsBytes.Card("NAXIS", "two")) },
        { "cube", FitsBytes.Header(FitsBytes.Card("SIMPLE", "T"), FitsBytes.Card("BITPIX", 8), FitsBytes.Card("NAXIS", 3),
            FitsBytes.Card("NAXIS1", 1), FitsBytes.Card("NAXIS2", 1), FitsBytes.Card("NAXIS3", 2)) },
        { "no image", FitsBytes.Header(FitsBytes.Card("SIMPLE", "T"), FitsBytes.Card("BITPIX", 8), FitsBytes.Card("NAXIS", 0)) },
        { "damaged gzip", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF] },
        { "truncated gzip", FitsBytes.Gzip(FitsBytes.Image(-32, 63, 63, FitsBytes.Floats(new float[63 * 63])))[..40] },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Read_Malformed_ThrowsTheTypedError(string what, byte[] file)
    {
        var fault = Assert.Throws<FitsFormatException>(() => FitsReader.Read(file));

        Assert.False(string.IsNullOrWhiteSpace(fault.Message), what);
    }

    [Fact]
    public void Read_HugeImageInSmallFile_AllocatesLittle()
    {
        var file = FitsBytes.Image(-64, 1024, 1024, [1, 2, 3]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<FitsFormatException>(() => FitsReader.Read(file));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Fact]
    public void Read_RandomDamage_ReadsOrThrowsTheTypedError()
    {
        var whole = FitsBytes.Image(-32, 8, 8, FitsBytes.Floats(new float[64]), FitsBytes.Card("BSCALE", 2));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Bool, Gen.Int[0, whole.Length]).Sample((at, value, gzip, length) =>
        {
            var damaged = whole.ToArray();
            damaged[at % 480] = value;
            damaged = damaged[..length];
            try
            {
                var image = FitsReader.Read(gzip ? FitsBytes.Gzip(damaged) : damaged);
                return image.Pixels.Length == image.Width * image.Height;
            }
            catch (FitsFormatException)
            {
                return true;
            }
        }, iter: 2000);
    }

    [Fact]
    public void Inflate_MoreThanAllowed_Throws()
    {
        var bomb = FitsBytes.Gzip(new byte[100_000]);

        Assert.Throws<FitsFormatException>(() => FitsReader.Inflate(bomb, maxBytes: 50_000));
    }
}
