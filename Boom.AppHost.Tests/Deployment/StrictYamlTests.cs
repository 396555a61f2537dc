namespace Boom.AppHost.Tests.Deployment;

public sealed class StrictYamlTests
{
    [Theory]
    [InlineData("a: 1\nb: \"1\"\nc: true\nd: \"true\"\ne:\nf: [x, 4Gi]", """{"a":1,"b":"1","c":true,"d":"true","e":null,"f":["x","4Gi"]}""")]
    [InlineData("a: &it { b: 1, c: 2 }\nd: *it", """{"a":{"b":1,"c":2},"d":{"b":1,"c":2}}""")]
    [InlineData("a: &it { b: 1, c: 2 }\nd: { <<: *it, c: 3 }", """{"a":{"b":1,"c":2},"d":{"c":3,"b":1}}""")]
    public void Read_PlainYaml_IsRead(string yaml, string json) => Assert.Equal(json, StrictYaml.Read(yaml).ToJsonString());

    [Theory]
    [InlineData("a: 1\na: 2")]
    [InlineData("a: { b: 1, b: 1 }")]
    [InlineData("a: yes")]
    [InlineData("a: off")]
    [InlineData("a: 010")]
    [InlineData("a: 1.5")]
    [InlineData("a: 1e3")]
    [InlineData("a: 12:30")]
    [InlineData("a: 2026-01-01")]
    [InlineData("a: ~")]
    [InlineData("on: 1")]
    [InlineData("a: *nobody")]
    [InlineData("a: !!str 1")]
    [InlineData("a: [1")]
    [InlineData("a:\n\tb: 1")]
    [InlineData("- 1")]
    public void Read_UnclearYaml_IsAnError(string yaml) => Assert.Throws<FormatException>(() => StrictYaml.Read(yaml));

    [Fact]
    public void ReadAll_SeveralDocuments_AreRead() => Assert.Equal(2, StrictYaml.ReadAll("a: 1\n---\nb: 2\n").Count);
}
