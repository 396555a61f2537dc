using System.Text;
using Boom.Core.Matching;
using Boom.Inference;
using Xunit;

namespace Boom.Tests.Inference;

public sealed class NetworkPolicyTests
{
    [Fact]
    public void Parse_Asked_RunsOnAllWhereNobodyIsAsked()
    {
        var policy = NetworkPolicy.Parse(" asked ");

        Assert.True(policy.IsAsked && policy.IsEver && policy.Wants([], []));
        Assert.Empty(policy.Scores);
    }

    [Theory]
    [InlineData("always")]
    [InlineData("never")]
    [InlineData("{\"candidate.drb\": {\"$gt\": 0.5}}")]
    public void Parse_AnyOther_IsNotAsked(string text) => Assert.False(NetworkPolicy.Parse(text).IsAsked);

    [Fact]
    public void Parse_NoPolicy_NamesThoseThatThereAre()
    {
        var fault = Assert.Throws<MatchException>(() => NetworkPolicy.Parse("ask"));

        Assert.Contains("always, never, asked, or a match document", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"candidate.fwhm\"", "always", false)]
    [InlineData("\"classifications.first\"", "always", true)]
    [InlineData("\"candidate.fwhm\"", "{\"classifications.first\": {\"$gt\": 0.5}}", true)]
    [InlineData("\"candidate.fwhm\"", "{\"classifications.first_of_all\": {\"$gt\": 0.5}}", false)]
    public void Reads_InputsAndPolicy_AreLookedThrough(string column, string policy, bool expected)
    {
        var manifest = ModelManifest.Parse(
            Encoding.UTF8.GetBytes($$"""
                { "key": "second", "survey": "ztf", "version": "1", "file": "x.onnx", "inputs": { "values": { "columns": [{{column}}] } }, "output": "score" }
                """),
            "second.json");

        Assert.Equal(expected, NetworkPolicy.Parse(policy).Scores.Contains("first") || manifest.Reads("first"));
    }
}
