namespace Tributary.Core.Tests;

/// <summary>Who is left out of a sum is not counted by the stages before the one that left it out.</summary>
public sealed class ExclusionTests
{
    /// <summary>Reads ring words as they are, and notes whose they are said to be.</summary>
    private sealed record Noting(List<string> Heard) : IStage
    {
        public string Name => "noting";

        public PayloadKind? Takes => PayloadKind.Ring;

        public StagePlan Plan(UpdateSpec input) => new(input, Decoding.Any, _ => Unchanged.Instance, _ => new Half(Heard));

        private sealed class Half(List<string> heard) : IServerStage
        {
            public ValueTask<Payload> DecodeAsync(Payload input, IReadOnlyList<ClientId> from, CancellationToken cancellation)
            {
                heard.Add($"decode {string.Join(' ', from)}");
                return new(input);
            }

            public void Count(IReadOnlyList<ClientId> from) => heard.Add($"count {string.Join(' ', from)}");
        }
    }

    /// <summary>Leaves the first client out, or says so: the numbers do not matter here.</summary>
    private sealed record Excluding : IStage
    {
        public string Name => "excluding";

        public PayloadKind? Takes => PayloadKind.Ring;

        public StagePlan Plan(UpdateSpec input) =>
            new(input with { GroupSize = input.Cohort }, Decoding.Sum, _ => Unchanged.Instance, round => new Half(round.Groups[0].Members[0]));

        private sealed class Half(ClientId first) : IServerStage
        {
            private bool _decoded;

            public IReadOnlyCollection<ClientId> Excluded => _decoded ? [first] : [];

            public ValueTask<Payload> DecodeAsync(Payload input, IReadOnlyList<ClientId> from, CancellationToken cancellation)
            {
                _decoded = true;
                return new(input);
            }
        }
    }

    [Fact]
    public async Task Who_is_left_out_is_in_no_count()
    {
        var heard = new List<string>();
        var federation = new SmallFederation();
        await federation.RunAsync(new Pipeline(new Clip { Norm = 1 }, new Quantize { Bits = 12 }, new Noting(heard), new Excluding()), new Mean());
        string rest = string.Join(' ', federation.Cohort.Skip(1));
        Assert.Equal([$"decode {rest}", $"count {rest}"], heard);
    }
}
