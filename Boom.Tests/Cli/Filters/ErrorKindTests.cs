using Boom.Cli.Filters;
using Xunit;

namespace Boom.Tests.Cli.Filters;

public sealed class ErrorKindTests
{
    [Theory]
    [InlineData("The annotations have 10127905 bytes; 1048576 are allowed.", "The annotations have 9455905 bytes; 1048576 are allowed.", true)]
    [InlineData("Stage 1 ($match): $sqrt of -1.", "Stage 1 ($match): $sqrt of -2.5e-7.", true)]
    [InlineData("Stage 1 ($match): $sqrt of 1.", "Stage 2 ($match): $sqrt of 1.", false)]
    [InlineData("Stage 1 ($match): $log10 of 1.", "Stage 1 ($match): $log2 of 1.", false)]
    [InlineData("Stage 1 ($match): takes 3.", "Stage 1 ($match): needs 3.", false)]
    public void Of_Sentences_AreOneKindWhenOnlyNumbersDiffer(string one, string other, bool areOne) => Assert.Equal(areOne, ErrorKind.Of(one) == ErrorKind.Of(other));
}
