using Boom.Core.Bson;
using Boom.Core.Store;
using Xunit;

namespace Boom.Tests.Core.Surveys.Lsst;

/// <summary>What holds of the documents of every alert, whatever its packet was.</summary>
static class LsstDocuments
{
    /// <summary>Fails for a document that cannot be read through, a number that is not finite, or points out of order.</summary>
    public static void AssertSound(AlertWrite write)
    {
        AssertSound(write.AlertDocument.Span);
        AssertSound(write.Object.InsertFields.Span);
        AssertSound(write.Object.SetFields.Span);
        foreach (var array in write.Object.Arrays)
        {
            var previous = double.NegativeInfinity;
            foreach (var point in array.Points)
            {
                Assert.True(point.Jd > previous, $"{array.Name}: {point.Jd} after {previous}");
                previous = point.Jd;
                AssertSound(point.Document.Span);
                var reader = new BsonReader(point.Document.Span);
                Assert.True(reader.Read() && reader.Name.SequenceEqual("jd"u8) && reader.AsDouble() == point.Jd);
            }
        }
    }

    static void AssertSound(ReadOnlySpan<byte> document)
    {
        var reader = new BsonReader(document);
        while (reader.Read())
        {
            if (reader.Type is BsonType.Document or BsonType.Array)
                AssertSound(reader.Value);
            else if (reader.Type == BsonType.Double)
                Assert.True(double.IsFinite(reader.AsDouble()), System.Text.Encoding.UTF8.GetString(reader.Name));
            else if (reader.Type == BsonType.String)
                Assert.NotNull(reader.AsString());
        }
    }
}
