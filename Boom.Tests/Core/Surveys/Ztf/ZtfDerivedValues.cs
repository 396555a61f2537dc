using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Surveys;
using Boom.Core.Surveys.Ztf;
using Xunit;

namespace Boom.Tests.Core.Surveys.Ztf;

/// <summary>Walks every document that an alert becomes, enrichment too, and looks at every double in it.</summary>
static class ZtfDerivedValues
{
    static readonly string[] _ofPoints = ["jd", "psfFlux", "psfFluxErr", "snr_psf", "apFlux", "apFluxErr", "snr_ap"];
    static readonly string[] _ofForcedPoints = [.. _ofPoints, "magpsf", "sigmapsf"];

    /// <summary>Fails for a derived value that is not finite, but for red_chi2 of two points.</summary>
    public static void AssertFinite(ZtfAlert alert, ReadOnlyMemory<byte> lsstDocument = default)
    {
        using var writer = new BsonWriter();
        var context = new MappingContext(new PacketOrigin("topic", 1, 2, 3), DateTimeOffset.UnixEpoch.AddYears(56), "boom test");
        var write = new ZtfSurvey().Map(alert, context, writer);
        AssertFinite(write.AlertDocument.Span, "candidate", [.. _ofPoints, "magpsf", "sigmapsf", "ra", "dec"], "");
        AssertFinite(write.Object.InsertFields.Span, "", null, "object");
        AssertFinite(write.Object.SetFields.Span, "", null, "object");
        Assert.True(write.Magpsf > 0);
        foreach (var array in write.Object.Arrays)
        {
            foreach (var point in array.Points)
                AssertFinite(point.Document.Span, "", array.Name == "fp_hists" ? _ofForcedPoints : _ofPoints, array.Name);
        }

        var (alertDocument, objectDocument) = ZtfEnriched.Documents(alert);
        AssertFiniteProperties(alertDocument, objectDocument, lsstDocument);
    }

    /// <summary>Enriches the alert with the object and fails for a value that is not finite, but for red_chi2 of two points.</summary>
    public static void AssertFiniteProperties(ReadOnlyMemory<byte> alertDocument, ReadOnlyMemory<byte> objectDocument, ReadOnlyMemory<byte> lsstDocument)
    {
        using var writer = new BsonWriter();
        writer.BeginRoot();
        new ZtfEnrichment().Write(writer, AlertToEnrich.Read(1, alertDocument), objectDocument.Span, lsstDocument.Span);
        AssertFinite(writer.EndRoot().Span, "", null, "");
    }

    // In the raw sub-document only the names given are derived; elsewhere every double is.
    static void AssertFinite(ReadOnlySpan<byte> document, string raw, string[]? derived, string path)
    {
        var reader = new BsonReader(document);
        var isPair = IsFitOfTwo(document);
        while (reader.Read())
        {
            var name = System.Text.Encoding.UTF8.GetString(reader.Name);
            if (reader.Type is BsonType.Document or BsonType.Array)
                AssertFinite(reader.Value, raw, raw.Length == 0 || name == raw ? derived : null, $"{path}.{name}");
            else if (reader.Type == BsonType.Double && (derived is null || derived.Contains(name)) && !(isPair && name == "red_chi2"))
                Assert.True(double.IsFinite(reader.AsDouble()), $"{path}.{name} is {reader.AsDouble()}");
        }
    }

    static bool IsFitOfTwo(ReadOnlySpan<byte> document)
    {
        var reader = new BsonReader(document);
        return reader.Find("nb_data"u8) && reader.AsInt64() == 2;
    }
}
