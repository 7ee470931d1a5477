from torch import *
import torch
import matplotlib.pyplot as plt
from collections import namedtuple

# Farid, Übung 1
# TODO: clean up

TrainingRun = namedtuple("TrainingRun", "weight losses converged optimizer", defaults=[None])

def design_matrix(x):
	#return torch.cat((x, ones(len(x))))   <- wrong!!
	return cat((x.reshape(-1,1), ones(len(x),1)), 1)

def train(inputs, targets, initial_weight, lr=0.0001, tolerance=0.003, max_epochs=100000):
	w = torch.nn.Parameter(torch.tensor(initial_weight))   # gives a warning but works
	opt = torch.optim.SGD([w], lr)
	losses=[]
	converged = False
	i = 0
	while True :
		opt.zero_grad()
		pred = matmul(inputs, w.T)[:,0]
		#print(pred.shape, targets.shape)
		loss = ((pred - targets)**2).mean()
		losses.append(loss)
		loss.backward()
		opt.step()
		if i % 10000 == 0: print("epoch", i, "loss", loss.item())
		if loss < tolerance:
			converged=True
			break
		if isnan(loss) or isinf(loss): break
		i+=1
		if i==max_epochs : break
	return TrainingRun(w, losses, converged, opt)

def fit_line(x, y, lr=0.0001, tolerance=0.003, max_epochs=100000):
	r = train(design_matrix(x), y, zeros(1,2), lr, tolerance, max_epochs)
	return r.weight[0][0], r.weight[0][1]

# ------- my experiments
sum = 0     # counts the epochs of all my runs
x = tensor([1., 2, 5, -1])
y = tensor([5., 8, 17, -1])
for lr in [0.01, 0.05]:
	run = train(design_matrix(x), y, zeros(1,2), lr=lr)
	sum = sum + len(run.losses)
	plt.plot([l.item() for l in run.losses], label=str(lr))
plt.yscale("log")
plt.legend()
plt.show()
print("epochs together", sum)

# compare with the numbers of last week
old = open("C:\\Users\\farid\\Desktop\\kurs\\losses_old.txt").read().split()
print(len(old))
