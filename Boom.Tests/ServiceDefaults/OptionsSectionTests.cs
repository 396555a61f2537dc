using System.ComponentModel.DataAnnotations;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Boom.Tests.ServiceDefaults;

public sealed class OptionsSectionTests
{
    static IConfiguration Configuration(params (string Key, string Value)[] values)
        => new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => new KeyValuePair<string, string?>(v.Key, v.Value))).Build();

    [Fact]
    public void Bind_GoodSection_HasNoProblem()
    {
        var options = new Sample();

        Assert.Empty(OptionsSection.Bind(Configuration(("Sample:Count", "7"), ("Sample:Wait", "00:00:02")), "Sample", options));

        Assert.Equal((7, TimeSpan.FromSeconds(2)), (options.Count, options.Wait));
    }

    [Fact]
    public void Bind_UnknownKey_NamesItAndTheOptions()
        => Assert.Equal(
            ["Sample:Conut is not an option; the options are Count, IsOn, Names, Total, Wait."],
            OptionsSection.Bind(Configuration(("Sample:Conut", "7")), "Sample", new Sample()));

    [Theory]
    [InlineData("Sample:Count", "11", "Sample:Count is 11; give 1 to 10.")]
    [InlineData("Sample:Wait", "01:00:00", "Sample:Wait is 01:00:00; give 00:00:01 to 00:01:00.")]
    public void Bind_OutOfRange_NamesKeyValueAndRange(string key, string value, string problem)
        => Assert.Equal([problem], OptionsSection.Bind(Configuration((key, value)), "Sample", new Sample()));

    [Theory]
    [InlineData("Sample:Count", "many", "Sample:Count is many; give 1 to 10.")]
    [InlineData("Sample:Wait", "soon", "Sample:Wait is soon; give 00:00:01 to 00:01:00.")]
    [InlineData("Sample:Total", "1.5", "Sample:Total is 1.5; give a whole number.")]
    [InlineData("Sample:IsOn", "yes", "Sample:IsOn is yes; give true or false.")]
    [InlineData("Sample:Names", "a,b", "Sample:Names is a,b; give a list: Sample:Names:0, Sample:Names:1 and so on.")]
    public void Bind_ValueOfAnotherType_NamesKeyValueAndRemedy(string key, string value, string problem)
        => Assert.Equal([problem], OptionsSection.Bind(Configuration((key, value)), "Sample", new Sample()));

    [Fact]
    public void Bind_SeveralWrongValues_AreAllNamedAndTheOthersSet()
    {
        var options = new Sample();

        var problems = OptionsSection.Bind(
            Configuration(("Sample:Count", "many"), ("Sample:Total", "x"), ("Sample:Wait", "00:00:02"), ("Sample:Names:0", "a")), "Sample", options);

        Assert.Equal(["Sample:Count is many; give 1 to 10.", "Sample:Total is x; give a whole number."], problems);
        Assert.Equal((TimeSpan.FromSeconds(2), "a"), (options.Wait, Assert.Single(options.Names)));
    }

    [Fact]
    public void Bind_ReservedProperty_IsNoOption()
    {
        var options = new Sample();

        Assert.Equal(
            ["Sample:Total is not an option; the options are Count, IsOn, Names, Wait."],
            OptionsSection.Bind(Configuration(("Sample:Total", "7")), "Sample", options, nameof(Sample.Total)));
        Assert.Equal(0, options.Total);
    }

    [Fact]
    public void AddStageOptions_WrongSection_FailsWithEveryProblem()
    {
        var services = new ServiceCollection()
            .AddSingleton(Configuration(("Sample:Count", "0"), ("Sample:Extra", "1"), ("Sample:Wait", "x")))
            .AddSection<Sample>("Sample")
            .BuildServiceProvider();

        var fault = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<Sample>>().Value);

        Assert.Equal(3, fault.Failures.Count());
    }

    sealed class Sample
    {
        [Range(1, 10)]
        public int Count { get; set; } = 5;

        [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
        public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(5);

        public long Total { get; set; }

        public bool IsOn { get; set; }

        public IList<string> Names { get; set; } = [];
    }
}
