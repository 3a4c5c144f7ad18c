namespace Tributary.Core.Tests;

/// <summary>
/// Masks that everybody is told: a number of each client, posted before the update, is added to its words; the sum is read without them
/// once two keepers have checked the included set and two have told it. No secrecy at all.
/// </summary>
internal sealed record ToySteps(int Minimum = 2) : IStage
{
    public const string Hello = "toy-hello", Check = "toy-check", Tell = "toy-tell";

    public string Name => "toy-steps";

    public PayloadKind? Takes => PayloadKind.Ring;

    public int? GroupSize { get; init; }

    /// <summary>A client that does not answer the first step.</summary>
    public ClientId? Refuses { get; init; }

    public StagePlan Plan(UpdateSpec input) => new(
        input with { GroupSize = GroupSize ?? input.Cohort }, Decoding.Sum, context => new Client(context), round => new Server(round))
    {
        Before = [Step(Hello, false)],
        After = [Step(Check, true), Step(Tell, true)],
    };

    private StepPlan Step(string name, bool after) =>
        new(name, (_, group) => group.Members, context => new Answer(context, name, Refuses), Minimum) { OfIncluded = after };

    private static byte[] NumberOf(ClientId client) => [(byte)(client.Value[^1] * 3)];

    private static string Text(IEnumerable<ClientId> clients) => string.Join(',', clients);

    private sealed class Answer(ClientContext context, string step, ClientId? refuses) : IStepStage
    {
        public async ValueTask AnswerAsync(StepQuestion question, CancellationToken cancellation)
        {
            if (step == Hello && refuses == context.Client) throw new KeeperException(ProblemCodes.OpeningRefused, "It will not.");
            byte[] said = step == Hello ? NumberOf(context.Client) : System.Text.Encoding.UTF8.GetBytes($"{Text(question.Included!)}");
            await context.Round.Channel.PostAsync(
                [new RoundMessage(context.Round.Round, step, context.Client, RoundMessage.Coordinator, said)], cancellation);
        }
    }

    private sealed class Client(ClientContext context) : IClientStage
    {
        public async ValueTask<Payload> EncodeAsync(Payload input, CancellationToken cancellation)
        {
            RoundMessage list = (await context.Round.Channel.ReadAsync(context.Round.Round, Hello, context.Client, cancellation)).Single();
            Assert.Equal(Text(context.Asked), System.Text.Encoding.UTF8.GetString(list.Body.Span));
            foreach (ref ulong word in ((RingPayload)input).Words.AsSpan()) word += NumberOf(context.Client)[0];
            return input;
        }
    }

    private sealed class Server(RoundContext round) : IServerStage
    {
        private readonly HashSet<int> _open = [];

        public ValueTask<Hearing> HearAsync(StepAnswers answers, CancellationToken cancellation)
        {
            if (answers.Step.Name == Hello)
            {
                ClientId[] wrong = [.. answers.Messages.Where(message => message.Body.Length != 1).Select(message => message.From)];
                return new(answers.Everybody with { Wrong = wrong });
            }
            if (answers.Step.Name == Check) return new(answers.Everybody);
            string included = Text(answers.Group.Members.Where(answers.Included.Contains));
            if (answers.Messages.Count(message => message.Body.Span.SequenceEqual(System.Text.Encoding.UTF8.GetBytes(included))) >= 2)
                _open.Add(answers.Group.Number);
            return new(answers.Everybody with { IsReady = _open.Contains(answers.Group.Number) });
        }

        public ValueTask PassAsync(StepAnswers answers, CancellationToken cancellation) => round.Channel.PostAsync(
            [.. answers.Asked.Select(client => new RoundMessage(
                round.Round, answers.Step.Name, RoundMessage.Coordinator, client,
                System.Text.Encoding.UTF8.GetBytes(Text(answers.Messages.Select(message => message.From).Order(Comparer<ClientId>.Create(
                    (a, b) => string.CompareOrdinal(a.Value, b.Value)))))))], cancellation);

        public async ValueTask<Payload> DecodeAsync(Payload input, IReadOnlyList<ClientId> from, CancellationToken cancellation)
        {
            if (!_open.Contains(round.GroupOf(from[0]).Number))
                throw new UnopenedSumException(ProblemCodes.SumNotOpened, "Too few keepers told.");
            var numbers = (await round.Channel.ReadAsync(round.Round, Hello, RoundMessage.Coordinator, cancellation))
                .ToDictionary(message => message.From, message => message.Body.Span[0]);
            ulong masks = (ulong)from.Sum(client => numbers[client]);
            foreach (ref ulong word in ((RingPayload)input).Words.AsSpan()) word -= masks;
            return input;
        }
    }
}
