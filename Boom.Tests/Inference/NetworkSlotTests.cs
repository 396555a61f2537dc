using Boom.Core.Bson;
using Boom.Core.Surveys;
using Boom.Inference;
using Boom.Inference.Inputs;
using Boom.Tests.Core.Fits;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Inference;

public sealed class NetworkSlotTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly Network _network;
    readonly NetworkSlot _slot;

    public NetworkSlotTests()
    {
        TinyModel.Write(_folder.Path);
        _network = Network.Open(TinyModel.Manifest, _folder.Path);
        _slot = new NetworkSlot([_network, _network], new CountedFeatures());
    }

    public void Dispose()
    {
        _slot.Dispose();
        _network.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Run_AllInputsThere_IsTheScoreOfThem()
    {
        _slot.Begin(Alert(fwhm: -2, rock: true, science: 0.5f, difference: -1));

        Assert.Null(_slot.Run(0, out var score));

        // Means 0.5 and -1; fwhm -2, rock 1, nnondet 3.
        Assert.Equal(Sigmoid(0.5 - 1 - 2 + 1 + 3), score, 1e-6);
    }

    [Fact]
    public void Run_OneAlertAfterTheOther_EachHasItsOwnScore()
    {
        _slot.Begin(Alert(fwhm: 5, rock: true, science: 9, difference: 9));
        Assert.Null(_slot.Run(0, out _));

        _slot.Begin(Alert(fwhm: -2, rock: true, science: 0.5f, difference: -1));
        Assert.Null(_slot.Run(0, out var score));

        Assert.Equal(Sigmoid(1.5), score, 1e-6);
    }

    [Fact]
    public void Run_NumberIsNotThere_IsNamedAndThereIsNoScore()
    {
        _slot.Begin(Alert(fwhm: null, rock: true, science: 0, difference: 0));

        Assert.Equal("input candidate.fwhm is missing", _slot.Run(0, out var score));

        Assert.Equal(float.NaN, score);
    }

    [Fact]
    public void Run_NumberIsNaN_CountsAsMissing()
    {
        _slot.Begin(Alert(fwhm: double.NaN, rock: true, science: 0, difference: 0));

        Assert.Equal("input candidate.fwhm is missing", _slot.Run(0, out _));
    }

    [Fact]
    public void Run_StampCannotBeRead_IsNamed()
    {
        _slot.Begin(Alert(fwhm: 1, rock: true, science: 0, difference: null));

        Assert.Equal("stamp: cutoutDifference: it is missing", _slot.Run(0, out _));
    }

    [Fact]
    public void Run_SeveralNetworksWithTheSameInputs_FillThemOnce()
    {
        var features = new CountedFeatures();
        using var slot = new NetworkSlot([_network, _network], features);
        slot.Begin(Alert(fwhm: 1, rock: true, science: 0, difference: 0));

        Assert.Null(slot.Run(0, out _));
        Assert.Null(slot.Run(1, out _));

        Assert.Equal(1, features.Calls);
    }

    [Fact]
    public void Create_ColumnThatTheSurveyDoesNotDerive_NamesNetworkAndColumn()
    {
        var fault = Assert.Throws<ModelException>(() => new NetworkSlot([_network], features: null));

        Assert.Contains("network tiny: the column derived.nnondet", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ManyAlerts_AllocatesLittle()
    {
        const int alerts = 100;
        var alert = Alert(fwhm: 1, rock: true, science: 0, difference: 0);
        Score();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < alerts; i++)
            Score();

        // What ONNX Runtime makes of each call: handles of its inputs and outputs.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / alerts, 0, 1000);

        void Score()
        {
            _slot.Begin(alert);
            Assert.Null(_slot.Run(0, out _));
        }
    }

    static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));

    internal static AlertInputs Alert(double? fwhm, bool rock, float science, float? difference)
    {
        using var writer = new BsonWriter();
        writer.BeginRoot();
        writer.String("objectId"u8, "o");
        var candidate = writer.BeginDocument("candidate"u8);
        writer.Double("jd"u8, 1);
        if (fwhm is { } value)
            writer.Double("fwhm"u8, value);
        writer.End(candidate);
        var properties = writer.BeginDocument("properties"u8);
        writer.Boolean("rock"u8, rock);
        writer.Double("fwhm"u8, 77);
        writer.End(properties);
        var document = writer.EndRoot().ToArray();
        using var cutouts = new BsonWriter();
        cutouts.BeginRoot();
        cutouts.Binary("cutoutScience"u8, Image(science));
        if (difference is { } pixel)
            cutouts.Binary("cutoutDifference"u8, Image(pixel));
        return new AlertInputs(AlertToEnrich.Read(1, document), default, cutouts.EndRoot().ToArray());
    }

    static byte[] Image(float value) => FitsBytes.Image(-32, 3, 3, FitsBytes.Floats([.. Enumerable.Repeat(value, 9)]));

    sealed class CountedFeatures : ISurveyFeatures
    {
        public int Calls { get; private set; }

        public IReadOnlyList<string> Names { get; } = ["nnondet"];

        public void Compute(in AlertToEnrich alert, ReadOnlySpan<byte> objectDocument, Span<float> values)
        {
            Calls++;
            values[0] = 3;
        }
    }
}
