using Boom.Core.Alerts;
using Boom.Core.Bson;
using CsCheck;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using Xunit;

namespace Boom.Tests.Core.Alerts;

public sealed class CutoutImagesTests
{
    static readonly byte[] Fits = FitsLike(34_560);

    [Fact]
    public void Write_FitsFile_IsAFrameWithItsSize()
    {
        using var writer = new BsonWriter();
        var stored = CutoutsBson.Write(writer, 7, Fits, default, default).ToArray();

        var image = Assert.IsType<BsonBinaryData>(BsonSerializer.Deserialize<BsonDocument>(stored)["cutoutScience"]);
        Assert.Equal(CutoutImages.CompressedSubtype, (byte)image.SubType);
        Assert.Equal([0x28, 0xB5, 0x2F, 0xFD], image.Bytes[..4]);
        Assert.True(stored.Length < Fits.Length / 2);
    }

    [Theory]
    [InlineData("1f8b0800")]
    [InlineData("ffd8ff")]
    [InlineData("53494d504c4520203d")]
    public void Write_OtherImagesAndThoseThatDoNotShrink_StayAsTheyAre(string start)
    {
        var image = Convert.FromHexString(start);
        using var writer = new BsonWriter();
        var stored = CutoutsBson.Write(writer, 7, image, image, default).ToArray();

        Assert.Equal(new BsonDocument { { "_id", 7L }, { "cutoutScience", image }, { "cutoutTemplate", image } }.ToBson(), stored);
        Assert.Same(stored, CutoutImages.Expand(stored));
    }

    [Fact]
    public void Expand_WhatWasWritten_IsWhatCame()
        => Gen.Select(Gen.Int[0, 9000], Gen.Int[0, 9000], Gen.Int[0, 2]).Sample((science, template, kind) =>
        {
            byte[] Image(int length) => length == 0 ? [] : kind == 0 ? [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7919 >> 3))] : FitsLike(length);
            using var writer = new BsonWriter();
            var (first, second) = (Image(science), Image(template));
            var stored = CutoutsBson.Write(writer, 7, first, second, Fits).ToArray();

            var expected = new BsonDocument("_id", 7L);
            if (first.Length > 0)
                expected.Add("cutoutScience", first);
            if (second.Length > 0)
                expected.Add("cutoutTemplate", second);
            expected.Add("cutoutDifference", Fits);
            Assert.Equal(expected.ToBson(), CutoutImages.Expand(stored));
        });

    [Fact]
    public void Expand_ImageThatIsAFrameItself_IsWhatCame()
    {
        var image = FrameOf(Fits);
        using var writer = new BsonWriter();
        var stored = CutoutsBson.Write(writer, 7, image, default, default).ToArray();

        Assert.Equal(new BsonDocument { { "_id", 7L }, { "cutoutScience", image } }.ToBson(), CutoutImages.Expand(stored));
    }

    [Fact]
    public void Expand_ServerThatForgetsSubtypes_IsWhatCame()
    {
        var stored = new BsonDocument { { "_id", 7L }, { "cutoutScience", FrameOf(Fits) } }.ToBson();

        Assert.Equal(new BsonDocument { { "_id", 7L }, { "cutoutScience", Fits } }.ToBson(), CutoutImages.Expand(stored));
    }

    [Fact]
    public void Expand_FrameCutShort_IsDamaged()
    {
        var frame = FrameOf(Fits);
        foreach (var length in new[] { 0, 1, 4, 6, 12, frame.Length / 2, frame.Length - 1 })
            Assert.Null(CutoutImages.Expand(Document(frame[..length])));
    }

    [Fact]
    public void Expand_AnyBytes_NeverThrowsNorTakesMuchMemory()
    {
        var frame = FrameOf(Fits);
        Gen.Select(Gen.Int[0, frame.Length - 1], Gen.Byte).Sample((place, value) =>
        {
            var damaged = frame.ToArray();
            damaged[place] = value;
            var expanded = CutoutImages.Expand(Document(damaged));
            Assert.True(expanded is null || expanded.Length <= CutoutImages.MaxImageBytes + 100);
        });
    }

    [Theory]
    [InlineData("28b52ffda0ffffff7f")]
    [InlineData("28b52ffde0ffffffffffffffff")]
    public void Expand_FrameThatPromisesGigabytes_IsDamaged(string frame) => Assert.Null(CutoutImages.Expand(Document(Convert.FromHexString(frame))));

    [Fact]
    public void Expand_NoBson_IsDamaged() => Assert.Null(CutoutImages.Expand([1, 2, 3]));

    static byte[] Document(byte[] frame)
        => new BsonDocument { { "_id", 7L }, { "cutoutScience", new BsonBinaryData(frame, (BsonBinarySubType)CutoutImages.CompressedSubtype) } }.ToBson();

    static byte[] FrameOf(byte[] image)
    {
        using var writer = new BsonWriter();
        return BsonSerializer.Deserialize<BsonDocument>(CutoutsBson.Write(writer, 7, image, default, default).ToArray())["cutoutScience"].AsBsonBinaryData.Bytes;
    }

    /// <summary>Begins as a FITS file does; of equal cards, so that it shrinks.</summary>
    static byte[] FitsLike(int length)
    {
        var image = new byte[length];
        var card = "SIMPLE  =                    T / conforms to FITS standard                     "u8;
        for (var start = 0; start < length; start += card.Length)
            card[..Math.Min(card.Length, length - start)].CopyTo(image.AsSpan(start));
        return image;
    }
}
