using Spectre.Console;
using Tributary.Simulation;
using Tributary.Tests;

namespace Tributary.Cli.Tests;

public sealed class RunDisplayTests : IDisposable
{
    private readonly FakeTime _clock = new();
    private readonly StringWriter _output = new();

    public void Dispose() => _output.Dispose();

    private RunDisplay Bar()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(_output),
        });
        console.Profile.Width = 120;
        return new RunDisplay("job", MetricDescription.Accuracy, console, null, _clock);
    }

    private RunDisplay Lines() => new("job", MetricDescription.Accuracy, null, _output, _clock);

    private static RoundSummary Round(int number, double? accuracy = null) => new()
    {
        Round = number,
        Question = "train",
        Seconds = 0,
        BytesUp = 0,
        BytesDown = 0,
        Invited = 1,
        Received = 1,
        TrainLoss = 0.5,
        Metrics = accuracy is { } value ? new Dictionary<string, double> { ["accuracy"] = value } : [],
    };

    private int Drawn(string text) => _output.ToString().Split(text).Length - 1;

    [Fact]
    public async Task A_bar_is_drawn_ten_times_a_second_however_many_reports_there_are()
    {
        RunDisplay display = Bar();
        await display.ShowAsync(() =>
        {
            for (int report = 0; report < 10_000; report++)
            {
                display.Progress("training together", report / 10_000.0);
                _clock.Advance(TimeSpan.FromMilliseconds(0.1));
            }
            return Task.FromResult(0);
        });
        Assert.InRange(Drawn("job"), 10, 12); // one more at the start, one at the end
    }

    [Fact]
    public async Task The_last_report_is_drawn_although_another_went_before_it_at_once()
    {
        RunDisplay display = Bar();
        await display.ShowAsync(() =>
        {
            display.Progress("training together", 1);
            _clock.Advance(TimeSpan.FromSeconds(1));
            display.Round(Round(9, accuracy: 0.75));
            display.Progress("training each site alone", 1);
            display.Progress("training on pooled data", 0);
            Assert.Equal(0, Drawn("pooled"));
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            Assert.Equal(1, Drawn("job: training on pooled data, accuracy 75.0"));
            return Task.FromResult(0);
        });
        Assert.Equal(0, Drawn("alone"));
    }

    [Fact]
    public async Task Nothing_is_drawn_after_the_end()
    {
        RunDisplay display = Bar();
        Assert.Equal(7, await display.ShowAsync(() => Task.FromResult(7)));
        string before = _output.ToString();
        display.Progress("training together", 1);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(before, _output.ToString());
    }

    [Fact]
    public void Without_a_terminal_there_is_a_line_every_two_seconds_at_most()
    {
        RunDisplay display = Lines();
        for (int round = 1; round <= 1000; round++)
        {
            display.Round(Round(round, accuracy: 0.5));
            display.Progress("training together", round / 1000.0);
            _clock.Advance(TimeSpan.FromMilliseconds(10));
        }
        string[] lines = _output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["1", "201", "401", "601", "801"], lines.Select(line => line.Split("round ")[1].Split(',')[0]));
        Assert.StartsWith("job: round 1, training loss 0.5000, accuracy 50", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_slow_round_has_a_line_of_its_own()
    {
        RunDisplay display = Lines();
        for (int round = 1; round <= 3; round++)
        {
            display.Round(Round(round));
            _clock.Advance(TimeSpan.FromSeconds(3));
        }
        Assert.Equal(3, Drawn("round"));
    }
}
