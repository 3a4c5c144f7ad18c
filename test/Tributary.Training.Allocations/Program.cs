using System.Globalization;
using Tributary.Training.Allocations;

// Prints what training allocates, a figure a line. A process of its own, because a test runner allocates on threads of its own.
//     steps MODEL MODELS STEPS THREADS     so many models are trained at the same time by calls of the libraries, each by one caller and on
//                                          so many threads
//     loop MODEL FEWER MORE THREADS        by the loop of the simulator: what more steps allocate beyond fewer
Subject subject = Subject.Of(args[1]) with { Threads = int.Parse(args[4], CultureInfo.InvariantCulture) };
int first = int.Parse(args[2], CultureInfo.InvariantCulture), second = int.Parse(args[3], CultureInfo.InvariantCulture);
IEnumerable<Allocation> allocations = args[0] switch
{
    "steps" => StepMeasurement.Run(subject, models: first, steps: second),
    "loop" => LoopMeasurement.Run(subject, fewer: first, more: second),
    _ => throw new ArgumentException($"There is no measurement called '{args[0]}'."),
};
foreach (Allocation allocation in allocations) Console.WriteLine($"{allocation.Where}: {allocation.Bytes}");
